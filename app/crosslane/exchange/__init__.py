"""Ways out of and into Crosslane: one file format, one module.

May import everything below it (model, routing, analysis, layout, drawing, practices); `raster` alone may use paint.
Databases, windows and decisions about what to show never belong here.
"""
