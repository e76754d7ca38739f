// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"

#include <QByteArray>
#include <QString>

namespace emberwatch::comfyui {

/// What a reply of ComfyUI is worth. Every Error of these means that the answer is unknown: nothing was
/// learnt about any job (verdicts.md 2).
///
/// Kinds: Network, Timeout, Tls, Permission (address not permitted) as the connection gave them; Auth for 401
/// and 403; Busy for 502, 503, 504, 524: the server behind a proxy is not there; NotFound for 404; Invalid
/// for other 4xx; Protocol for what is left: redirects, pages where JSON was expected, 5xx.
/// @param request  what was asked, goes in front of the message

/// The body of a 2xx reply with JSON in it, not parsed yet.
[[nodiscard]] Result<QByteArray> jsonBodyOf(const http::Outcome &outcome, const QString &request);

/// The body of a 2xx reply, whatever it is.
[[nodiscard]] Result<QByteArray> bodyOf(const http::Outcome &outcome, const QString &request);

/// Whether the body can be JSON by its type and its first character.
[[nodiscard]] bool looksLikeJson(const http::Reply &reply);

} // namespace emberwatch::comfyui
