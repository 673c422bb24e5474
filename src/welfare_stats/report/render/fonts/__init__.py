"""The font of the PDF file and of charts: with the widths of Times New Roman, free to pass on."""

from pathlib import Path

FONTS = Path(__file__).parent
