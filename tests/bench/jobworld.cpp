// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobworld.h"

#include "core/base/timestamp.h"
#include "tests/support/redisclient.h"

#include <QCryptographicHash>
#include <QString>

#include <array>

namespace emberwatch::bench {

QByteArray idOf(int number)
{
    QByteArray hex = QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Md5).toHex();
    for (const int dash : {8, 13, 18, 23})
        hex.insert(dash, '-');
    return hex;
}

QByteArray keyOf(int number)
{
    return "comfyui:job:" + idOf(number);
}

QByteArray documentOf(int number, double progress)
{
    static constexpr std::array types{"image_generation", "lora_training", "face_swap", "character_sheet"};
    const qint64 startedAt = systemNow().time_since_epoch().count() - number % 600'000;
    const auto text = [](qint64 value) { return QByteArray::number(value); };
    QByteArray json = R"({"promptId":")";
    json += idOf(number) + R"(","type":")";
    json += types[static_cast<size_t>(number) % types.size()];
    json += R"(","userId":"usr_)" + text(number % 30'000) + R"(","characterId":"chr_)" + text(number % 500);
    json += number % 5 == 0 ? R"(","status":"queued")" : R"(","status":"processing")";
    json += R"(,"progress":)" + QByteArray::number(progress, 'g', 6) + R"(,"startedAt":)" + text(startedAt);
    json += R"(,"clientId":"api-)" + text(number % 8) + R"(","serverUrl":"http://gpu-)" + text(number % 12);
    json += R"(.internal:8188","workflow":{"name":"portrait","seed":)";
    json += QByteArray::number(18446744073709551615ULL - static_cast<quint64>(number)) + "}}";
    return json;
}

bool fill(quint16 port, int jobs)
{
    test::RedisClient client(port);
    for (int from = 0; from < jobs; from += 10'000) {
        for (int number = from; number < std::min(jobs, from + 10'000); ++number) {
            const QByteArray key = keyOf(number);
            const QByteArray document = documentOf(number, number % 100);
            client.append({"SET", key, document, "EX", "7200"});
        }
        if (client.collect() != 0)
            return false;
    }
    return true;
}

} // namespace emberwatch::bench
