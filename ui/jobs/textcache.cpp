// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/textcache.h"

#include <QFontMetrics>
#include <QTransform>

#include <cmath>

namespace emberwatch {

namespace {

/// Some screens full; then all is laid out anew.
constexpr qsizetype mostLines = 8000;

} // namespace

void TextCache::setFonts(std::vector<QFont> fonts)
{
    m_lines.clear();
    m_faces.clear();
    for (QFont &font : fonts) {
        const int ascent = QFontMetrics(font).ascent();
        m_faces.push_back({std::move(font), ascent});
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
