// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/validation.h"

namespace emberwatch::comfysim {

/// POST /prompt: the rules of the versions for ids, numbers and extra data.
class PromptSubmission
{
public:
    explicit PromptSubmission(ComfyServer &server)
        : m_server(server)
    {
    }

    [[nodiscard]] HttpResponse submit(const QByteArray &body);

private:
    enum class Reading
    {
        Good,
        Crash,
        BadId
    };

    Reading readNumber(const json::Value &body);
    Reading readId(const json::Value &body);
    Reading readExtraData(json::Document &body);
    HttpResponse queue(const json::Value &prompt, const Validation &validation);

    ComfyServer &m_server;
    Job m_job;
};

} // namespace emberwatch::comfysim
