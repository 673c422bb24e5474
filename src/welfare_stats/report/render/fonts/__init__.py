"""The font of the PDF file and of charts: with the widths of Times New Roman, free to pass on."""

from pathlib import Path

from welfare_stats.errors import ConfigurationError

_FONTS = Path(__file__).parent
_FACES = ("Regular", "Bold", "Italic", "BoldItalic")


def folder_of_fonts() -> Path:
    """The folder with all faces of the font.

    Raises:
        ConfigurationError: one is missing; another font would be taken in silence.
    """
    if lacking := [face for face in _FACES if not (_FONTS / f"Tinos-{face}.ttf").exists()]:
        raise ConfigurationError(
            f"{_FONTS}: thiếu phông chữ Tinos {', '.join(lacking)}. Hãy cài lại chương trình."
        )
    return _FONTS
