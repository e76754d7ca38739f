// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/httpfaults.h"
#include "tests/support/comfysim/httpserver.h"

#include <memory>

namespace emberwatch::comfysim {

/// The machine that a ComfyUI server runs on: its port, its disk, the proxy before it, and what happens to
/// them.
class Simulator : public QObject
{
    Q_OBJECT

public:
    /// @param prefix  of all paths, as behind a proxy: "/gpu-1"; empty: none
    Simulator(const Behaviour &behaviour, const Settings &settings, const QByteArray &prefix);
    ~Simulator() override;

    /// @param port  0: any free one
    bool listen(quint16 port) { return m_http.listen(port); }
    [[nodiscard]] quint16 port() const { return m_http.port(); }
    [[nodiscard]] QByteArray url() const;
    [[nodiscard]] bool isReachable() const { return m_http.isListening(); }

    [[nodiscard]] ComfyServer &server() { return *m_server; }
    [[nodiscard]] Settings &settings() { return m_settings; }
    [[nodiscard]] HttpFaults &faults() { return m_faults; }
    [[nodiscard]] const Behaviour &behaviour() const { return m_behaviour; }
    /// How often each endpoint was asked: "GET /history/{}" to number.
    [[nodiscard]] QMap<QByteArray, qint64> &requests() { return m_requests; }

    /// The process ends without a word and another begins, empty, after the downtime.
    void restart(std::chrono::milliseconds downtime);
    /// Which ComfyUI begins at the next restart.
    void setBehaviour(const Behaviour &behaviour) { m_behaviour = behaviour; }
    /// Unreachable: connections are cut and refused, work goes on.
    void setReachable(bool isReachable);

private:
    void startServer();
    [[nodiscard]] std::optional<QByteArray> pathOf(const HttpRequest &request) const;
    [[nodiscard]] HttpHandler handler();
    [[nodiscard]] HttpResponse answer(const HttpRequest &request);
    [[nodiscard]] std::optional<HttpResponse> refuseUpgrade(const HttpRequest &request);
    void count(const HttpRequest &request, const QByteArray &plainPath);

    Behaviour m_behaviour;
    Settings m_settings;
    QByteArray m_prefix;
    OutputFiles m_files;
    HttpFaults m_faults;
    QMap<QByteArray, qint64> m_requests;
    std::unique_ptr<ComfyServer> m_server;
    HttpServer m_http;
    QTimer m_downtime;
};

} // namespace emberwatch::comfysim
