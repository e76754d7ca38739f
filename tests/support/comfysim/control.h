// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/simulator.h"

#include <functional>

namespace emberwatch::comfysim {

/// The switches of a simulator, by name, as docs/comfyui-simulator.md lists them. Over HTTP they are
/// POST /_sim/{action} with a JSON object, or with the query as one, and GET /_sim/state.
class Control : public QObject
{
    Q_OBJECT

public:
    /// Gets a JSON object; what it answers is JSON.
    using Action = std::function<HttpResponse(const json::Value &arguments)>;

    explicit Control(Simulator &simulator);

    bool listen(quint16 port) { return m_http.listen(port); }
    [[nodiscard]] quint16 port() const { return m_http.port(); }

    void add(const QByteArray &name, const Action &action) { m_actions.insert(name, action); }
    /// 404 for an unknown action.
    HttpResponse run(const QByteArray &name, const json::Value &arguments);

    /// {"ok": true} and further members
    [[nodiscard]] static HttpResponse done(const QList<json::Member> &members = {});
    /// 400 {"error": text}
    [[nodiscard]] static HttpResponse refused(const QByteArray &text);

private:
    [[nodiscard]] HttpResponse answer(const HttpRequest &request);

    QMap<QByteArray, Action> m_actions;
    HttpServer m_http;
};

/// The actions, group by group.
void addServerActions(Control &control, Simulator &simulator);
void addJobActions(Control &control, Simulator &simulator);
void addFaultActions(Control &control, Simulator &simulator);
void addSocketActions(Control &control, Simulator &simulator);

} // namespace emberwatch::comfysim
