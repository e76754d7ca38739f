// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/httpmessage.h"

#include <functional>

namespace emberwatch::comfysim {

/// Finds the handler of a request.
class Router
{
public:
    /// @param parameter  what stands for {} in the pattern
    using Handler = std::function<HttpResponse(const HttpRequest &request, const QByteArray &parameter)>;
    enum class Form
    {
        Both, ///< /x and /api/x
        Api, ///< /api/x
        Plain ///< /x
    };

    /// @param pattern  "/history/{}": one {} for one non-empty part
    void add(
        const QByteArray &method, const QByteArray &pattern, const Handler &handler, Form form = Form::Both);
    /// 404 where no pattern fits, 405 where none has the method.
    [[nodiscard]] HttpResponse answer(const HttpRequest &request, const QByteArray &path) const;

private:
    struct Route
    {
        QByteArray method;
        QByteArray head; ///< of the pattern, before {}
        QByteArray tail; ///< and after it
        bool hasParameter = false;
        Form form = Form::Both;
        Handler handler;
    };
    [[nodiscard]] static std::optional<QByteArray> match(const Route &route, const QByteArray &path);

    QList<Route> m_routes;
};

} // namespace emberwatch::comfysim
