// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace emberwatch::demo {

/// A redis-server of our own, on a free port of the loopback address and without persistence. It ends with
/// this object, and with this process even if that is killed. If it ends by itself it is started again on the
/// same port after a few seconds, empty.
class PrivateRedis : public QObject
{
    Q_OBJECT
public:
    /// @param folder         an existing folder for it to work in
    /// @param notifications  whether keyspace notifications are on ("Kg$xe")
    PrivateRedis(QString folder, bool notifications, QObject *parent = nullptr);
    ~PrivateRedis() override;

    /// Blocks until the server accepts connections. Errors: NotFound where there is no redis-server to run,
    /// Network where it does not come up, with its last words.
    [[nodiscard]] Result<void> start();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString url() const;

Q_SIGNALS:
    /// It ended by itself and could not be started again.
    void lost(const emberwatch::Error &why);

private:
    [[nodiscard]] Result<void> startOn(quint16 port);
    [[nodiscard]] QStringList argumentsFor(quint16 port) const;
    void watch();
    void restart();

    QString m_folder;
    bool m_notifications;
    quint16 m_port = 0;
    QProcess m_process;
    QTimer m_restart;
};

} // namespace emberwatch::demo
