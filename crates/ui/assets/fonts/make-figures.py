"""Makes the tabular figures: the ten digits of Be Vietnam Pro (which has no tnum feature), all of one width.

Run: pip install fonttools brotli; python3 make-figures.py   (reads the latin woff2 files beside it, OFL.txt applies)
"""
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.pens.transformPen import TransformPen

WIDTH = 630

for weight in (400, 700):
    font = TTFont(f"be-vietnam-pro-latin-{weight}.woff2")
    options = Options()
    options.layout_features = []
    options.name_IDs = [0, 13, 14]
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    glyphs, metrics, map_ = font["glyf"], font["hmtx"], font.getBestCmap()
    # The figure space is not in the subset; only digits, so nothing else changes its width.
    for code in range(0x30, 0x3A):
        name = map_[code]
        glyph = glyphs[name]
        glyph.recalcBounds(glyphs)
        ink = glyph.xMax - glyph.xMin
        shift = round((WIDTH - ink) / 2) - glyph.xMin
        pen = TTGlyphPen(None)
        glyph.draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)), glyphs)
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = (WIDTH, glyphs[name].xMin)
    for record in font["name"].names:
        if record.nameID == 0:
            record.string = str(record) + " Digits set to one width for motcua."
    for name_id, text in ((1, "Motcua Figures"), (2, "Regular" if weight == 400 else "Bold"), (4, "Motcua Figures"), (6, f"MotcuaFigures-{weight}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(f"motcua-figures-{weight}.woff2")
