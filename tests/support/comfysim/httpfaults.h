// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/httpmessage.h"
#include "tests/support/comfysim/pythonjson.h"

namespace emberwatch::comfysim {

/// What is made to go wrong with requests.
struct HttpFault
{
    enum class Kind
    {
        Answer, ///< this answer, the server does not hear of the request
        Slow, ///< looked at late
        Late, ///< looked at now, answered late
        CutBefore, ///< connection closed, not done
        CutAfter, ///< done, then the connection is closed without an answer
        CutInBody, ///< done, half of the answer
        Hang ///< not done, no answer, no end
    };

    Kind kind = Kind::Answer;
    QByteArray name; ///< to switch it off
    QByteArray method; ///< null: all
    QByteArray path; ///< beginning of the path, without /api; null: all
    int times = -1; ///< so many requests; -1: until it is removed
    std::chrono::milliseconds delay{0};
    HttpResponse response;
};

/// The faults that are on. The first that fits a request has it.
class HttpFaults
{
public:
    void add(const HttpFault &fault) { m_faults << fault; }
    /// All of that name; a null name: all.
    void remove(const QByteArray &name);
    /// Requests without this header are answered 401 by a proxy; a null name: no such rule.
    void requireHeader(const QByteArray &name, const QByteArray &value);

    /// The fault for a request, counted down.
    [[nodiscard]] std::optional<HttpFault> take(const HttpRequest &request, const QByteArray &path);
    /// How late a request is looked at, counted down.
    [[nodiscard]] std::chrono::milliseconds delay(const HttpRequest &request, const QByteArray &path);
    [[nodiscard]] bool isRefused(const HttpRequest &request) const;
    [[nodiscard]] qsizetype size() const { return m_faults.size(); }

    /// The page that a proxy or content network shows.
    [[nodiscard]] static HttpResponse proxyPage(int status);

private:
    [[nodiscard]] qsizetype find(const HttpRequest &request, const QByteArray &path, bool isSlow) const;
    void countDown(qsizetype index);

    QList<HttpFault> m_faults;
    QByteArray m_requiredName;
    QByteArray m_requiredValue;
};

} // namespace emberwatch::comfysim
