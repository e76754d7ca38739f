// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace emberwatch {

class ThemeSource;
struct Fonts;

/// Texts one under the other, which may be selected and copied: the details of what is chosen beside it, put
/// together anew for each.
class DetailsColumn : public QScrollArea
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit DetailsColumn(const ThemeSource *themes, QWidget *parent = nullptr);

protected:
    /// All that was added is gone.
    void startOver();
    /// @param look  of the style sheet: "second", "third"
    QLabel *add(const QString &text, QFont Fonts::*font, const char *look = "");
    void addLine();
    [[nodiscard]] const ThemeSource *themes() const { return m_themes; }
    /// Parent of what is added.
    [[nodiscard]] QWidget *content() const { return m_content; }
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

private:
    const ThemeSource *m_themes;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_column = nullptr;
};

} // namespace emberwatch
