"""Pictures of maps: records, figures and routes become display lists of shapes, the same for canvas, paper and SVG.

May import analysis, routing, model and geometry.
Qt, files and anything that edits never belong here.
"""
