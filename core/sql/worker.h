// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/taskthread.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>

namespace emberwatch::sql {

/// A blocking session (a connection and what it knows) in a thread of its own, behind an asynchronous face.
///
/// The session is made, used and destroyed in that thread only. Every future ends with an answer: Cancelled
/// for what had not begun when the worker went. Futures may be awaited in any thread.
template <typename Session> class Worker
{
public:
    using Make = std::function<std::unique_ptr<Session>()>;

    /// @param hurry  called in the destructor, once nothing more begins: makes what is under way end soon
    Worker(const QString &name, Make make, std::function<void()> hurry = {})
        : m_make(std::move(make))
        , m_hurry(std::move(hurry))
        , m_thread(name)
    {
    }
    ~Worker()
    {
        m_thread.stop(m_hurry, [this] { m_session.reset(); });
    }
    Q_DISABLE_COPY_MOVE(Worker)

    /// @param call  Result<T> call(Session &), run in the session's thread
    template <typename Call>
    [[nodiscard]] auto run(Call call) -> QFuture<std::invoke_result_t<Call, Session &>>
    {
        using Answer = std::invoke_result_t<Call, Session &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        const QFuture<Answer> future = promise->future();
        const auto finish = [promise](Answer answer) {
            promise->addResult(std::move(answer));
            promise->finish();
        };
        m_thread.post({[this, finish, call = std::move(call)]() mutable { finish(call(session())); },
            [finish] { finish(failure(Error::Kind::Cancelled, QStringLiteral("the program is ending"))); }});
        return future;
    }

private:
    Session &session()
    {
        if (!m_session)
            m_session = m_make();
        return *m_session;
    }

    Make m_make;
    std::function<void()> m_hurry;
    std::unique_ptr<Session> m_session; ///< of the thread
    TaskThread m_thread;
};

} // namespace emberwatch::sql
