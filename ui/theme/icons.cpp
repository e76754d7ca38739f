// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostKept = 1024;

QLatin1StringView fileOf(Icon icon)
{
    switch (icon) {
    case Icon::Application:
        return "emberwatch"_L1;
    case Icon::Queued:
        return "queued"_L1;
    case Icon::Processing:
        return "processing"_L1;
    case Icon::Completed:
        return "check"_L1;
    case Icon::Failed:
        return "failed"_L1;
    case Icon::Unreadable:
        return "file-x"_L1;
    case Icon::Live:
        return "radio"_L1;
    case Icon::Stale:
        return "unplug"_L1;
    case Icon::Connecting:
        return "loader-circle"_L1;
    case Icon::Warning:
        return "triangle-alert"_L1;
    case Icon::Information:
        return "info"_L1;
    case Icon::Question:
        return "circle-question-mark"_L1;
    case Icon::Error:
        return "circle-alert"_L1;
    case Icon::Search:
        return "search"_L1;
    case Icon::Close:
        return "x"_L1;
    case Icon::Filter:
        return "list-filter"_L1;
    case Icon::Columns:
        return "columns-3"_L1;
    case Icon::Pause:
        return "pause"_L1;
    case Icon::Resume:
        return "play"_L1;
    case Icon::Refresh:
        return "refresh-cw"_L1;
    case Icon::Retry:
        return "rotate-cw"_L1;
    case Icon::Copy:
        return "copy"_L1;
    case Icon::Menu:
        return "menu"_L1;
    case Icon::Palette:
        return "terminal"_L1;
    case Icon::Details:
        return "panel-right"_L1;
    case Icon::Charts:
        return "chart-line"_L1;
    case Icon::Keyboard:
        return "keyboard"_L1;
    case Icon::Doctor:
        return "stethoscope"_L1;
    case Icon::History:
        return "history"_L1;
    case Icon::Save:
        return "save"_L1;
    case Icon::Download:
        return "download"_L1;
    case Icon::Settings:
        return "panel-bottom"_L1;
    case Icon::ChevronDown:
        return "chevron-down"_L1;
    case Icon::ChevronUp:
        return "chevron-up"_L1;
    case Icon::ChevronRight:
        return "chevron-right"_L1;
    case Icon::ArrowUp:
        return "arrow-up"_L1;
    case Icon::ArrowDown:
        return "arrow-down"_L1;
    case Icon::ArrowRight:
        return "arrow-right"_L1;
    case Icon::Minus:
        return "minus"_L1;
    case Icon::Plus:
        return "plus"_L1;
    case Icon::Ellipsis:
        return "ellipsis"_L1;
    case Icon::Redis:
        return "layers"_L1;
    case Icon::Database:
        return "database"_L1;
    case Icon::Server:
        return "cpu"_L1;
    case Icon::User:
        return "user"_L1;
    case Icon::Type:
        return "tag"_L1;
    case Icon::Identifier:
        return "hash"_L1;
    case Icon::Clock:
        return "clock"_L1;
    case Icon::Hourglass:
        return "hourglass"_L1;
    case Icon::Lock:
        return "lock"_L1;
    case Icon::Unlock:
        return "lock-open"_L1;
    case Icon::Eye:
        return "eye"_L1;
    case Icon::Sun:
        return "sun"_L1;
    case Icon::Moon:
        return "moon"_L1;
    case Icon::Monitor:
        return "monitor"_L1;
    case Icon::Link:
        return "link"_L1;
    case Icon::ExternalLink:
        return "external-link"_L1;
    case Icon::Trash:
        return "trash-2"_L1;
    case Icon::Zap:
        return "zap"_L1;
    case Icon::Unlink:
        return "unlink"_L1;
    case Icon::NotEqual:
        return "equal-not"_L1;
    case Icon::Plan:
        return "square-check"_L1;
    case Icon::Undo:
        return "undo-2"_L1;
    case Icon::Residue:
        return "residue"_L1;
    }
    Q_UNREACHABLE();
}

/// Qt's renderer does not take currentColor from outside, so it is put into the text.
QByteArray tinted(QByteArray svg, const QColor &color)
{
    return svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
}

QPixmap rendered(Icon icon, const QColor &color, int size, qreal scale)
{
    QFile file(":/emberwatch/icons/"_L1 + fileOf(icon) + ".svg"_L1);
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isThere, "Icons", "an icon is missing in the resources");
    QSvgRenderer renderer(tinted(file.readAll(), color));
    QPixmap pixmap(QSize(size, size) * scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
}

} // namespace

QPixmap Icons::pixmap(Icon icon, const QColor &color, int size, qreal scale)
{
    const Key key{icon, color.rgba(), size, qRound(scale * 100)};
    if (const auto found = m_pixmaps.constFind(key); found != m_pixmaps.constEnd())
        return *found;
    if (m_pixmaps.size() >= mostKept)
        m_pixmaps.clear();
    return *m_pixmaps.insert(key, rendered(icon, color, size, scale));
}

} // namespace emberwatch
