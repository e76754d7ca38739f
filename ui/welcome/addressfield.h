// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/welcome/maskedaddress.h"

#include <QLineEdit>

namespace emberwatch {

class ThemeSource;

/// Takes the address of a Redis in any form that people paste. A password in it is kept and never shown.
class AddressField : public QLineEdit
{
    Q_OBJECT
public:
    /// @param themes  outlives the field
    explicit AddressField(const ThemeSource *themes, QWidget *parent = nullptr);

    void setAddress(const QString &url);
    /// With the password.
    [[nodiscard]] QString address() const;
    [[nodiscard]] bool hasPassword() const { return m_address.hasPassword(); }

Q_SIGNALS:
    void addressEdited();

private:
    void take(const QString &text);

    MaskedAddress m_address;
    QString m_before; ///< what was shown before the edit that is going on
};

} // namespace emberwatch
