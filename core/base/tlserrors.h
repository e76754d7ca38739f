// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSslError>
#include <QString>

namespace emberwatch {

/// What is wrong with a server's certificate, in words that name the cause and, where there is one, the
/// remedy.
/// @param name  the name that was expected in it
[[nodiscard]] QString describeCertificateErrors(const QList<QSslError> &errors, const QString &name);

} // namespace emberwatch
