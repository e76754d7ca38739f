// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/scriptplayer.h"

namespace emberwatch::comfysim {

QByteArray ScriptPlayer::play(const QByteArray &script)
{
    const QList<QByteArray> lines = script.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray line = lines.at(i).trimmed();
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const auto step = json::parse(line);
        if (!step || json::stringAt(&*step, "action").isEmpty())
            return "line " + QByteArray::number(i + 1) + R"( is no JSON object with an "action")";
        const int time = json::integerAt(&*step, "at_ms", 0);
        QTimer::singleShot(std::chrono::milliseconds(time), this, [this, line] { run(line); });
    }
    return {};
}

void ScriptPlayer::run(const QByteArray &line)
{
    const auto step = json::parse(line);
    const HttpResponse answer = m_control.run(json::stringAt(&*step, "action"), *step);
    if (answer.status != 200)
        qWarning("%s: %s", line.constData(), answer.body.constData());
}

} // namespace emberwatch::comfysim
