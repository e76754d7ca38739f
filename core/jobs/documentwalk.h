// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobdocument.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <memory>

namespace emberwatch {

/// The members of a job document that we know.
enum class Member : quint8
{
    PromptId,
    Type,
    UserId,
    CharacterId,
    Status,
    Progress,
    StartedAt,
    ClientId,
    ServerUrl,
};
inline constexpr size_t memberCount = 9;
/// "promptId", "type", ...
[[nodiscard]] QByteArrayView nameOf(Member member);

/// Walks through a whole document once: is it JSON, is it an object, and where do the members lie that we
/// know. What the members' values are is nothing to it.
class DocumentWalk
{
public:
    struct Outcome
    {
        Unreadable unreadable = Unreadable::No; ///< none of those about members
        QByteArray detail;
        /// The bytes of each member's last value as they stand in the document, strings with their quotes.
        /// Empty: there is no such member.
        std::array<QByteArrayView, memberCount> values;

        [[nodiscard]] QByteArrayView value(Member member) const
        {
            return values[static_cast<size_t>(member)];
        }
    };

    explicit DocumentWalk(DocumentLimits limits);
    ~DocumentWalk();
    DocumentWalk(const DocumentWalk &) = delete;
    DocumentWalk &operator=(const DocumentWalk &) = delete;

    /// @param document  padded as JobParser::parsePadded wants it
    [[nodiscard]] const Outcome &walk(QByteArrayView document);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch
