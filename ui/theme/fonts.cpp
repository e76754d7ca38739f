// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QFont withTabularFigures(QFont font)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);
#endif
    return font;
}

QFont larger(QFont font, double points)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(6.0, font.pointSizeF() + points));
    else
        font.setPixelSize(std::max(8, font.pixelSize() + qRound(points * 4 / 3)));
    return font;
}

QFont semibold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont monospaceBeside(const QFont &body)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // Named anew: what the system says is no request, and a widget would take its parent's family instead.
    font.setFamily(font.family());
    font.setStyleHint(QFont::Monospace);
    if (body.pointSizeF() > 0)
        font.setPointSizeF(body.pointSizeF());
    else
        font.setPixelSize(body.pixelSize());
    return larger(font, -1);
}

} // namespace

Fonts Fonts::from(const QFont &body)
{
    Fonts fonts;
    fonts.body = withTabularFigures(body);
    fonts.strong = semibold(fonts.body);
    fonts.heading = semibold(larger(fonts.body, 1));
    fonts.small = larger(fonts.body, -1);
    fonts.smallStrong = semibold(fonts.small);
    fonts.mono = monospaceBeside(fonts.body);
    return fonts;
}

QFont Fonts::systemInterface()
{
    QFont font = QApplication::font();
    const QString family = font.family();
    if (family != "Sans Serif"_L1 && family != "Sans"_L1)
        return font;
    for (const QString &candidate : {u"Noto Sans"_s, u"DejaVu Sans"_s}) {
        if (QFontDatabase::hasFamily(candidate)) {
            font.setFamily(candidate);
            break;
        }
    }
    font.setPointSize(10);
    return font;
}

} // namespace emberwatch
