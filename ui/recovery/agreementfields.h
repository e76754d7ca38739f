// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/agreement.h"
#include "ui/recovery/confirmation.h"
#include "ui/shell/environment.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace emberwatch {

class ThemeSource;

/// What whoever carries a plan out types: why, if they like, and the environment's name where so many changes
/// need it.
class AgreementFields : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    AgreementFields(const ThemeSource *themes, Environment environment, QWidget *parent = nullptr);

    /// So many would be changed: whether the name is needed depends on it.
    void setChanges(int changes);
    [[nodiscard]] Confirmation confirmation() const;
    [[nodiscard]] Agreement agreement() const;
    /// Why it is not enough yet; empty: it is.
    [[nodiscard]] QString obstacle() const;

Q_SIGNALS:
    /// What agreement() and obstacle() say may be another.
    void changed();

private:
    [[nodiscard]] QWidget *field(QLabel *label, QLineEdit *edit);

    const ThemeSource *m_themes;
    Environment m_environment;
    int m_changes = 0;
    QLineEdit *m_reason;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QWidget *m_nameField = nullptr; ///< shown only where the name has to be typed
};

} // namespace emberwatch
