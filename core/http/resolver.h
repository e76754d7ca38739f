// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/endpoint.h"

#include <QHostAddress>
#include <QList>
#include <QObject>

#include <functional>

class QHostInfo;

namespace emberwatch::http {

/// Looks a host up once and keeps of its addresses those that may be connected to, so that what was checked
/// is what is connected to: a name that resolves differently a moment later changes nothing.
class Resolver : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<void(Result<QList<QHostAddress>>)>;

    explicit Resolver(QObject *parent = nullptr);
    ~Resolver() override;

    /// Calls `handler` once with at least one address, or with Network (no such host) or Permission (every
    /// address refused by `check`). Never from inside; not at all once this object or the next call of
    /// resolve() has taken its place.
    void resolve(const QString &host, AddressCheck check, Handler handler);
    void cancel();

private:
    void finish(const QHostInfo &info);

    int m_lookup = -1;
    QString m_host;
    AddressCheck m_check;
    Handler m_handler;
};

/// The addresses that `check` lets through. Error: Permission, naming the refused ones.
[[nodiscard]] Result<QList<QHostAddress>> permittedOf(
    const QString &host, const QList<QHostAddress> &addresses, const AddressCheck &check);

} // namespace emberwatch::http
