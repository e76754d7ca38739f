// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/job.h"

namespace emberwatch::comfysim {

QByteArray Job::numberText() const
{
    return hasClientNumber ? json::number(number) : json::number(static_cast<qint64>(number));
}

QByteArray Job::tuple() const
{
    return json::array({numberText(), json::quoted(id), prompt, extraData, outputs});
}

void Job::readExtraData(const json::Value &value)
{
    extraData = json::text(value);
    const json::Value *client = json::member(&value, "client_id");
    if (client && client->IsString())
        clientId = json::bytes(*client);
    const json::Value *pngInfo = json::member(&value, "extra_pnginfo");
    if (!pngInfo)
        return;
    const json::Value *workflow = json::member(pngInfo, "workflow");
    breaksJobList = pngInfo->IsNull() || (workflow && workflow->IsNull());
    const QByteArray id = json::stringAt(workflow, "id");
    if (!id.isEmpty())
        workflowId = id;
}

} // namespace emberwatch::comfysim
