// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/themesource.h"

#include "ui/theme/palette.h"
#include "ui/theme/stylesheet.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPointer>
#include <QStyleFactory>
#include <QStyleHints>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// Draws in the colour that the theme has at the moment of painting.
class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(const ThemeSource *themes, Icon icon, QColor Colors::*role)
        : m_themes(themes)
        , m_icon(icon)
        , m_role(role)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device() ? painter->device()->devicePixelRatioF() : 1;
        const QPixmap drawn = scaledPixmap(rect.size() * scale, mode, state, scale);
        painter->drawPixmap(rect, drawn);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    /// `size` is in device pixels up to Qt 6.7 as documented for QIconEngine.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        if (!m_themes)
            return {};
        const Colors &colors = m_themes->colors();
        const QColor color = mode == QIcon::Disabled ? colors.disabled : colors.*m_role;
        const int side = qRound(std::min(size.width(), size.height()) / scale);
        const QPixmap square = m_themes->pixmap(m_icon, color, side, scale);
        return size.width() > size.height() ? widened(square, size, scale) : square;
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }

private:
    /// A button keeps the rest of an icon size that is wider than high as distance to its text.
    static QPixmap widened(const QPixmap &square, const QSize &size, qreal scale)
    {
        QPixmap wide(size);
        wide.setDevicePixelRatio(scale);
        wide.fill(Qt::transparent);
        const bool isMirrored = QApplication::isRightToLeft();
        const qreal left
            = isMirrored ? wide.deviceIndependentSize().width() - square.deviceIndependentSize().width() : 0;
        QPainter(&wide).drawPixmap(QPointF(left, 0), square);
        return wide;
    }

    QPointer<const ThemeSource> m_themes;
    Icon m_icon;
    QColor Colors::*m_role;
};

bool isDarkSystem(const QPalette &system)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (const Qt::ColorScheme scheme = QApplication::styleHints()->colorScheme();
        scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return system.color(QPalette::Window).lightnessF() < 0.5;
}

} // namespace

ThemeSource::ThemeSource(ThemeChoice choice, const QFont &body, QObject *parent)
    : QObject(parent)
    , m_choice(choice)
    , m_body(body)
    , m_icons(std::make_shared<Icons>())
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setPalette(QPalette()); // back to the system's, whatever was put on before
    m_system = QApplication::palette();
    m_theme = Theme::make(wantedColors(), m_body);
    putOn();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &ThemeSource::renew);
#endif
}

ThemeSource::~ThemeSource() = default;

void ThemeSource::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    renew();
}

void ThemeSource::setBodyFont(const QFont &body)
{
    m_body = body;
    renew();
}

QPixmap ThemeSource::pixmap(Icon icon, const QColor &color, int size, qreal scale) const
{
    return m_icons->pixmap(icon, color, size, scale);
}

QIcon ThemeSource::icon(Icon icon, QColor Colors::*role) const
{
    return QIcon(new ThemedIconEngine(this, icon, role));
}

Colors ThemeSource::wantedColors() const
{
    if (m_choice == ThemeChoice::System && isUnusual(m_system))
        return Colors::fromPalette(m_system);
    const bool isDark
        = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && isDarkSystem(m_system));
    return isDark ? Colors::dark() : Colors::light();
}

void ThemeSource::renew()
{
    const Theme wanted = Theme::make(wantedColors(), m_body);
    if (wanted == m_theme)
        return;
    m_theme = wanted;
    putOn();
    Q_EMIT themeChanged();
}

void ThemeSource::putOn()
{
    QApplication::setFont(m_theme.fonts.body);
    QApplication::setPalette(paletteOf(m_theme.colors));
    qApp->setStyleSheet(styleSheetOf(m_theme));
}

} // namespace emberwatch
