// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// An address of which the password is known but not shown: in its place stand six dots, however long it is.
class MaskedAddress
{
public:
    /// Six times U+2022.
    [[nodiscard]] static QString mask();

    /// @param text  what was shown before, changed by a person; may hold a password in clear where one was
    /// typed or
    ///              pasted. Dots that are still whole keep the password; touched ones give it up.
    void edit(const QString &text);
    /// For the screen: never the password.
    [[nodiscard]] const QString &shown() const { return m_shown; }
    /// For the server.
    [[nodiscard]] QString whole() const;
    [[nodiscard]] bool hasPassword() const { return !m_password.isEmpty(); }

private:
    QString m_shown;
    QString m_password; ///< as it stands in the URL
};

} // namespace emberwatch
