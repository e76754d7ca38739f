// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QDialog>

#include <optional>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace emberwatch {

class ThemeSource;

/// A dialog of ours: the environment's band over it, a body, and a foot with buttons.
class BandDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param themes       outlives it
    /// @param environment  nullopt: no server has been chosen, so there is no band
    BandDialog(const ThemeSource *themes, std::optional<EnvironmentClass> environment, const QString &title,
        QWidget *parent);

protected:
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    [[nodiscard]] QHBoxLayout *foot() const { return m_foot; }
    /// A wrapped label of plain text in the body.
    QLabel *addText(const QString &text, const QFont &font);
    /// At the right end of the foot; answers with accept().
    void addClose();

private:
    QVBoxLayout *m_body;
    QHBoxLayout *m_foot;
};

} // namespace emberwatch
