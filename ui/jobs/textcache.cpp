// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/textcache.h"

#include <QFontInfo>
#include <QFontMetrics>
#include <QTransform>

#include <algorithm>
#include <cmath>

namespace emberwatch {

namespace {

/// Some screens full; then all is laid out anew.
constexpr qsizetype mostLines = 8000;
constexpr QChar ellipsis(0x2026);

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u' ' && c <= u'~'; });
}

} // namespace

void TextCache::setFonts(const std::vector<QFont> &fonts)
{
    m_lines.clear();
    m_faces.clear();
    for (const QFont &font : fonts) {
        const QFontMetrics metrics(font);
        const bool isFixed = QFontInfo(font).fixedPitch()
            && metrics.horizontalAdvance(ellipsis) == metrics.horizontalAdvance(u'0');
        m_faces.push_back({font, metrics.ascent(), isFixed ? metrics.horizontalAdvance(u'0') : 0});
    }
}

int TextCache::draw(QPainter &painter, int x, int baseline, int width, int font, const QString &text,
    Qt::TextElideMode elide, bool isRightAligned)
{
    if (width <= 0 || text.isEmpty())
        return 0;
    if (m_lines.size() > mostLines)
        m_lines.clear();
    const Face &face = m_faces[static_cast<size_t>(font)];
    const Line line = lineFor(text, font, width, elide);
    painter.setFont(face.font);
    painter.drawStaticText(isRightAligned ? x - line.width : x, baseline - face.ascent, line.text);
    return line.width;
}

const TextCache::Line &TextCache::lineFor(const QString &text, int font, int width, Qt::TextElideMode elide)
{
    const int pitch = m_faces[static_cast<size_t>(font)].pitch;
    // An id is as long as all others and seen once: it is not laid out only to learn that it is too long.
    if (pitch > 0 && elide == Qt::ElideMiddle && text.size() * pitch > width && isAscii(text))
        return laidOut(shortenedByPitch(text, pitch, width), font);
    const Line &whole = laidOut(text, font);
    if (whole.width <= width)
        return whole;
    const Key key{text, font, width};
    const auto known = m_lines.constFind(key);
    if (known != m_lines.cend())
        return *known;
    const QFontMetrics metrics(m_faces[static_cast<size_t>(font)].font);
    const Line shortened = laidOut(metrics.elidedText(text, elide, width), font);
    return *m_lines.insert(key, shortened);
}

QString TextCache::shortenedByPitch(const QString &text, int pitch, int width) const
{
    const qsizetype room = std::max(0, width / pitch - 1);
    const QStringView whole(text);
    return whole.first((room + 1) / 2).toString() + ellipsis + whole.last(room / 2);
}

const TextCache::Line &TextCache::laidOut(const QString &text, int font)
{
    const Key key{text, font, 0};
    const auto known = m_lines.constFind(key);
    if (known != m_lines.cend())
        return *known;
    Line line{QStaticText(text), 0};
    line.text.setTextFormat(Qt::PlainText);
    line.text.prepare(QTransform(), m_faces[static_cast<size_t>(font)].font);
    line.width = static_cast<int>(std::ceil(line.text.size().width()));
    return *m_lines.insert(key, line);
}

} // namespace emberwatch
