// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QHash>
#include <QPainter>
#include <QStaticText>
#include <QString>

#include <array>
#include <vector>

namespace emberwatch {

/// Texts laid out and shortened once, and then painted as glyphs: laying out is most of what drawText costs,
/// and a table paints the same few hundred texts again and again.
class TextCache
{
public:
    /// @param fonts  what texts are painted in, named by their index; forgets everything laid out before
    void setFonts(const std::vector<QFont> &fonts);

    /// Paints one line of plain text on a baseline, shortened to `width`.
    /// @param x  left end of the text, or with `isRightAligned` its right end
    /// @return the width that the text took
    int draw(QPainter &painter, int x, int baseline, int width, int font, const QString &text,
        Qt::TextElideMode elide = Qt::ElideRight, bool isRightAligned = false);

private:
    struct Key
    {
        QString text;
        int font = 0;
        int width = 0; ///< 0: not shortened
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.text, key.font, key.width);
        }
    };
    struct Line
    {
        QStaticText text;
        int width = 0;
    };
    struct Face
    {
        QFont font;
        int ascent = 0;
        int pitch = 0; ///< width of every character; 0: they differ
    };
    const Line &lineFor(const QString &text, int font, int width, Qt::TextElideMode elide);
    [[nodiscard]] QString shortenedByPitch(const QString &text, int pitch, int width) const;
    const Line &laidOut(const QString &text, int font);

    std::vector<Face> m_faces;
    QHash<Key, Line> m_lines;
};

} // namespace emberwatch
