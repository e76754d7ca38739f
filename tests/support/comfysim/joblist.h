// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/comfyserver.h"

namespace emberwatch::comfysim {

/// What the jobs API tells of queue and history.
class JobList
{
public:
    explicit JobList(ComfyServer &server)
        : m_server(server)
    {
    }

    /// GET /api/jobs with its filters, order and page. 500 while a job breaks it.
    [[nodiscard]] HttpResponse list(const HttpRequest &request) const;
    /// GET /api/jobs/{id}: queue first, then history; null: not found.
    [[nodiscard]] QByteArray detail(const QByteArray &id) const;

private:
    struct Line
    {
        QByteArray status{};
        QByteArray workflowId{};
        qint64 createTime = 0;
        qint64 duration = 0;
        QList<json::Member> members{};
    };

    [[nodiscard]] static Line queuedLine(const JobRef &job, const QByteArray &status);
    [[nodiscard]] Line endedLine(const HistoryEntry &entry) const;
    [[nodiscard]] QByteArray statusOf(const HistoryEntry &entry) const;
    [[nodiscard]] QList<Line> lines() const;
    [[nodiscard]] bool isBroken() const;

    ComfyServer &m_server;
};

} // namespace emberwatch::comfysim
