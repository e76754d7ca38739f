// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QIcon>
#include <QObject>
#include <QPalette>

#include <memory>

namespace emberwatch {

/// Which theme the operator wants.
enum class ThemeChoice : quint8
{
    System,
    Light,
    Dark
};

/// Holds the theme of this application and puts it on: Fusion, palette, one style sheet. Whoever paints gets
/// a pointer to this through the constructor, asks theme() when painting, and repaints or re-measures on
/// themeChanged().
class ThemeSource : public QObject
{
    Q_OBJECT
public:
    /// @param body  the interface's font at its size; see Fonts::systemInterface()
    ThemeSource(ThemeChoice choice, const QFont &body, QObject *parent = nullptr);
    ~ThemeSource() override;

    [[nodiscard]] const Theme &theme() const { return m_theme; }
    [[nodiscard]] const Colors &colors() const { return m_theme.colors; }
    [[nodiscard]] const Fonts &fonts() const { return m_theme.fonts; }
    [[nodiscard]] const Measures &measures() const { return m_theme.measures; }
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    void setBodyFont(const QFont &body);

    /// An icon for painting now.
    [[nodiscard]] QPixmap pixmap(Icon icon, const QColor &color, int size, qreal scale) const;
    /// An icon for actions and buttons: follows the theme by itself, greyed where disabled.
    [[nodiscard]] QIcon icon(Icon icon, QColor Colors::*role = &Colors::text) const;

Q_SIGNALS:
    void themeChanged();

private:
    void renew();
    void putOn();
    [[nodiscard]] Colors wantedColors() const;

    ThemeChoice m_choice;
    QFont m_body;
    QPalette m_system;
    Theme m_theme;
    std::shared_ptr<Icons> m_icons;
};

} // namespace emberwatch
