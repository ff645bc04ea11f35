"""Our own palettes for widgets, light and dark, from the same colours as the drawing."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from crosslane.drawing.palette import DARK, LIGHT, Palette
from crosslane.paint.fonts import font
from crosslane.settings import resource
from crosslane.ui.text import LETTERS

# How much larger dialogs and menus are in Room view: no letter under 20 pixels where the room's screen has room for it.
ROOM_SCALE, NARROW_ROOM_SCALE = 1.7, 1.3
# What the sheet gives in pixels of a desk; sizes that are meant for a room alone are as they are.
_FONT_SIZE = re.compile(r"font-size: (\d+)px")

_SHEET = """
* {{ font-family: '{family}'; font-size: 13px; }}
QMainWindow, QDialog, QWidget#page {{ background: {window}; }}
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QLabel#title {{ font-size: 15px; font-weight: 600; }}
QLabel#page-title {{ font-size: 21px; font-weight: 600; }}
QLabel#heading {{ font-size: 16px; font-weight: 600; }}
QLabel#soft, QLabel#badge {{ color: {soft}; font-size: 12px; }}
QLabel#section {{ color: {soft}; font-size: 12px; font-weight: 600; }}
QLabel#lever {{ color: {hot}; font-size: 12px; font-weight: 600; }}
QLabel#card-title {{ font-size: 14px; font-weight: 600; }}
QLabel#problem {{ color: {hot}; font-weight: 600; }}
QLabel#problem[calm="true"] {{ color: {text}; }}
QLabel#brand {{ font-weight: 700; }}
QFrame#message {{ background: {text}; border-radius: 10px; }}
QLabel#message-words {{ color: {window}; font-size: 14px; }}
QFrame#message[room="true"] QLabel#message-words {{ font-size: 22px; }}
QFrame#message QPushButton {{ background: transparent; color: {window}; border-color: {soft}; }}
QFrame#message QPushButton#primary {{ background: {window}; color: {text}; border-color: {window}; }}
QFrame#message QPushButton:focus {{ border: 2px solid {accent}; }}
QLabel#room-title {{ font-size: 26px; font-weight: 600; }}
QLabel#room-soft {{ font-size: 22px; color: {soft}; }}
QLabel#room-question {{ font-size: 34px; font-weight: 700; }}
QLineEdit#room-question {{ font-size: 34px; font-weight: 700; border-color: transparent; background: transparent; padding: 2px 8px; }}
QLineEdit#room-question:hover, QLineEdit#room-question:focus {{ border: 1px solid {edge}; }}
QPushButton#room-clock {{ font-size: 38px; font-weight: 700; border: none; padding: 0 8px; }}
QPushButton#room-small {{ font-size: 22px; border: none; color: {soft}; padding: 4px 10px; }}
QFrame#room-top[narrow="true"] QLabel#room-title {{ font-size: 20px; }}
QFrame#room-top[narrow="true"] QLineEdit#room-question, QFrame#room-top[narrow="true"] QLabel#room-question {{ font-size: 24px; }}
QFrame#room-top[narrow="true"] QPushButton#room-clock {{ font-size: 26px; }}
QLineEdit#scribe[room="true"] {{ font-size: 24px; padding: 10px 16px; }}
QLabel#problem[room="true"] {{ font-size: 22px; }}
QFrame#message[room="true"] QPushButton {{ font-size: 20px; padding: 8px 16px; }}
QFrame#message[room="true"] QPushButton:focus {{ padding: 7px 15px; }}
QPushButton {{ outline: none; background: {panel}; color: {text}; border: 1px solid {edge}; border-radius: 7px; padding: 6px 12px; }}
QPushButton:hover {{ border-color: {soft}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 11px; }}
QPushButton:disabled {{ color: {soft}; }}
QPushButton:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton#primary {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton#primary:disabled {{ background: {window}; color: {soft}; border-color: {line}; }}
QPlainTextEdit#lines {{ font-size: 14px; padding: 10px 12px; }}
QPlainTextEdit#lines:focus {{ padding: 9px 11px; }}
QPlainTextEdit#told {{ background: transparent; border: 1px solid transparent; }}
QPlainTextEdit#told:focus {{ border: 2px solid {accent}; }}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#flat {{ background: transparent; border-color: transparent; color: {text}; padding: 6px 8px; }}
QPushButton#flat:hover {{ border-color: {line}; }}
QPushButton#link {{ background: transparent; border: none; color: {accent}; text-align: left; padding: 2px 0; }}
QPushButton#link:focus {{ border: none; border-bottom: 2px solid {accent}; padding: 2px 0 0 0; }}
QPushButton#flat:focus {{ border: 2px solid {accent}; padding: 5px 7px; }}
QPushButton#entry {{ text-align: left; padding: 8px 10px; border-color: {line}; }}
QPushButton#tile {{ border: 1px solid {edge}; border-radius: 9px; padding: 0; background: {panel}; }}
QPushButton#tile:hover {{ border-color: {soft}; }}
QPushButton#chip {{ border: 1px solid {accent}; border-radius: 12px; padding: 0; background: transparent; }}
QPushButton#chip-button {{ border: 1px solid {accent}; border-radius: 12px; padding: 3px 10px; color: {accent}; background: transparent; }}
QPushButton#chip-button:focus {{ border: 2px solid {accent}; padding: 2px 9px; }}
QPushButton#chip QLabel {{ color: {accent}; }}
QPushButton#plain {{ border: none; padding: 0; background: transparent; }}
QLabel[focused="true"] {{ color: {accent}; text-decoration: underline; }}
QPushButton#tile:focus, QPushButton#chip:focus {{ border: 2px solid {accent}; padding: 0; }}
QLabel#said {{ font-style: italic; }}
QLineEdit, QPlainTextEdit, QComboBox {{ background: {card}; color: {text}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 8px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QCheckBox, QRadioButton {{ spacing: {gap}px; padding: 2px 0; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px; background: {card}; border: 1px solid {soft}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {round}px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}
QRadioButton::indicator:checked {{ background: {card}; width: {radio}px; height: {radio}px; border: {ring}px solid {accent}; }}
QCheckBox:focus, QRadioButton:focus {{ outline: none; color: {accent}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:!checked:focus {{ border: 2px solid {accent}; }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {text}; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}
QPushButton#search {{ background: {head}; border-color: transparent; color: {soft}; }}
QLineEdit#scribe {{ font-size: 15px; padding: 9px 14px; border-radius: 9px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QTabBar::tab {{ background: transparent; color: {soft}; padding: 9px 9px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom: 2px solid {text}; }}
QTabBar::tab:focus {{ color: {accent}; border-bottom: 2px solid {accent}; }}
QTreeView, QListWidget, QScrollArea {{ background: {window}; color: {text}; border: none; outline: none; }}
QListView#completions {{ background: {panel}; color: {text}; border: 1px solid {edge}; padding: 4px; font-size: 14px; }}
QListView#completions::item {{ padding: 5px 10px; border-radius: 4px; }}
QListView#completions::item:selected {{ background: {accent}; color: {on_accent}; }}
QListView#completions[room="true"] {{ font-size: 22px; }}
QTreeView {{ show-decoration-selected: 0; }}
QTreeView::branch, QTreeView::branch:selected {{ background: {window}; image: none; border-image: none; }}
QTreeView::item, QListWidget::item {{ padding: 4px 2px; border-radius: 4px; }}
QTreeView::item:selected, QListWidget::item:selected {{ background: {accent}; color: {on_accent}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFrame#line {{ background: {line}; max-height: 1px; min-height: 1px; border: none; }}
QFrame#upright {{ background: {line}; max-width: 1px; min-width: 1px; border: none; }}
QFrame#card {{ background: {panel}; border: 1px solid {edge}; border-radius: 9px; }}
QMenu {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {soft}; }}
QMenuBar {{ background: transparent; color: {text}; }}
QMenuBar::item {{ background: transparent; padding: 6px 6px; border-radius: 6px; }}
QFrame#top[narrow="true"] QPushButton {{ padding: 6px 8px; }}
QFrame#top[narrow="true"] QPushButton:focus {{ padding: 5px 7px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {head}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; min-height: 30px; min-width: 30px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; height: 0; width: 0; }}
QGraphicsView {{ border: none; }}
"""


def palette_of(dark: bool) -> Palette:
    """Return the colours of the drawing."""
    return DARK if dark else LIGHT


def apply_theme(application: QApplication, dark: bool, scale: float = 1.0) -> None:
    """Give all widgets our colours; whatever the desktop says, text keeps its contrast.

    Letters are `scale` times as large as at a desk.
    """
    colors = palette_of(dark)
    qt = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.window,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.card,
        QPalette.ColorRole.AlternateBase: colors.panel,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.Button: colors.panel,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.Highlight: colors.accent,
        QPalette.ColorRole.HighlightedText: colors.on_accent,
        QPalette.ColorRole.ToolTipBase: colors.panel,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.soft,
        QPalette.ColorRole.Link: colors.accent,
        # Ours for what is wrong in a text.
        QPalette.ColorRole.BrightText: colors.heat[2],
    }
    for role, name in roles.items():
        qt.setColor(role, QColor(name))
    application.setPalette(qt)
    letters = font(round(LETTERS * scale), 400)
    application.setFont(letters)
    sheet = _SHEET if scale == 1.0 else _scaled(_SHEET, scale)
    application.setStyleSheet(sheet.format(family=letters.family(), **_sizes(scale), **_colors(colors, dark=dark)))


def _sizes(scale: float) -> dict[str, int]:
    box = round(14 * scale)
    ring = max(3, box // 4)
    return {"box": box, "round": box // 2 + 1, "ring": ring, "radio": box - 2 * ring + 2, "gap": round(6 * scale)}


def _colors(colors: Palette, *, dark: bool) -> dict[str, str]:
    return {
        "window": colors.window,
        "panel": colors.panel,
        "card": colors.card,
        "text": colors.text,
        "soft": colors.soft,
        "line": colors.line,
        "edge": colors.card_edge,
        "accent": colors.accent,
        "on_accent": colors.on_accent,
        "hot": colors.heat[2],
        "head": "#22272c" if dark else "#eef1f4",
        "tick": resource("icons", "check-light.svg" if dark else "check-dark.svg").as_posix(),
        "arrow": resource("icons", "chevron-down-light.svg" if dark else "chevron-down-dark.svg").as_posix(),
    }


def _scaled(sheet: str, scale: float) -> str:
    """Return the sheet with the letters of dialogs and menus so many times as large; rules for the room stay."""
    return "\n".join(
        rule if "room" in rule else _FONT_SIZE.sub(lambda found: f"font-size: {round(int(found[1]) * scale)}px", rule)
        for rule in sheet.splitlines()
    )
