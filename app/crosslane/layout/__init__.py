"""Tidy-up: where steps, lanes and flows lie so that a map is read with ease, lanes kept and what people know where it was.

May import routing, model and geometry; NumPy and networkx live here too, so nobody needs it for the first paint.
`swimlanes` is where it all comes together: which way is forward (`orient`), columns (`layers`, `parts`, `passing`,
`aside`), who lies above whom (`order`), heights (`rows`, `align`, `settling`), the lines (`ports`, `channels`, `tracks`,
`polish`, `ways`), less length (`squeeze`, `straighten`), and which drawing is best (`scoring`). `warm` and `touchup` keep
what is tidy already. Colours, texts, figures and Qt never belong here: this package knows rectangles and arrows.
"""
