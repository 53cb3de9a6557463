"""Cuts the typefaces of the wheels down to what TrainHub's pages write, as woff2.

    python tools/fonts.py FOLDER

makes FOLDER/inter.woff2 and FOLDER/jetbrains-mono.woff2, with their licences. The wheels
hold every script and axis (1.6 MB); Latin, Latin Extended and weights 400 to 700 remain.
"""

import importlib.util
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# What each typeface is made of: the wheel's package, its file, the axes that are narrowed.
TYPEFACES = {
    "inter": ("fontpkg_inter", "Inter[opsz,wght].ttf", {"wght": (400, 700)}),
    "jetbrains-mono": ("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf", {"wght": (400, 700)}),
}
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),  # Romanian s and t with comma below
    *range(0x2010, 0x2028),  # dashes, quotation marks, bullet, ellipsis
    *range(0x2030, 0x203B),
    *range(0x2190, 0x2194),  # arrows
    *map(ord, "\u2009\u200a\u202f\u2044\u20ac\u2122\u2212\u2215\u221e\u2248\u2260\u2264\u2265\u2713\u2715"),
]
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "zero", "case", "frac", "sups"]


def cut(package: str, file: str, axes: dict, target: Path) -> None:
    """Writes one typeface's Latin part to `target`, and its licence beside it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {package} is missing: run make install.")
    folder = Path(spec.origin).parent
    font = TTFont(folder / "files" / file)
    options = subset.Options(layout_features=FEATURES, name_IDs=[0, 1, 2, 13, 14], hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LATIN)
    subsetter.subset(font)  # before the axes: fewer glyphs to work out
    font = instancer.instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    font.save(target)
    shutil.copyfile(folder / "LICENSE", target.with_name(f"{target.stem}-LICENSE.txt"))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, file, axes) in TYPEFACES.items():
        cut(package, file, axes, folder / f"{name}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
