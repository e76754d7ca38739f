// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/vocabulary.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace emberwatch::filter {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<QLatin1StringView, TextField>, 8> textFields{{
    {"status"_L1, TextField::Status},
    {"type"_L1, TextField::Type},
    {"user"_L1, TextField::User},
    {"server"_L1, TextField::Server},
    {"id"_L1, TextField::Id},
    {"verdict"_L1, TextField::Verdict},
    {"db"_L1, TextField::Database},
    {"comfyui"_L1, TextField::ComfyUi},
}};
constexpr std::array<std::pair<QLatin1StringView, NumberField>, 4> numberFields{{
    {"age"_L1, NumberField::Age},
    {"silence"_L1, NumberField::Silence},
    {"ttl"_L1, NumberField::Ttl},
    {"progress"_L1, NumberField::Progress},
}};
constexpr std::array statusWords{"queued"_L1, "processing"_L1, "completed"_L1, "failed"_L1,
    QLatin1StringView(unreadableWord, sizeof unreadableWord - 1)};
constexpr std::array verdictWords{"live"_L1, "stalled"_L1, "stale"_L1, "unclaimed-result"_L1,
    "late-result"_L1, "orphaned"_L1, "lost"_L1, "zombie"_L1, "residue"_L1, "corrupt"_L1, "conflict"_L1,
    "unverifiable"_L1, "foreign"_L1, "settling"_L1, "consistent"_L1};
constexpr std::array recordWords{"absent"_L1, "queued"_L1, "processing"_L1, "completed"_L1, "failed"_L1,
    "cancelled"_L1, "several-rows"_L1, "unknown"_L1};
constexpr std::array comfyWords{
    "pending"_L1, "running"_L1, "done-ok"_L1, "done-error"_L1, "interrupted"_L1, "absent"_L1, "unknown"_L1};
/// Longer ones before those that they begin with.
constexpr std::array<std::pair<QLatin1StringView, Comparison>, 5> signs{{
    {">="_L1, Comparison::GreaterOrEqual},
    {"<="_L1, Comparison::LessOrEqual},
    {">"_L1, Comparison::Greater},
    {"<"_L1, Comparison::Less},
    {"="_L1, Comparison::Equal},
}};

bool isSame(QStringView text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

template <typename Table>
auto lookUp(const Table &table, QStringView name) -> std::optional<typename Table::value_type::second_type>
{
    for (const auto &[word, value] : table) {
        if (isSame(name, word))
            return value;
    }
    return std::nullopt;
}

template <typename Words> bool isOneOf(const Words &words, QStringView text)
{
    return std::any_of(
        words.begin(), words.end(), [text](QLatin1StringView word) { return isSame(text, word); });
}

bool isThere(TextField field, Vocabulary vocabulary)
{
    return vocabulary == Vocabulary::Judged || field < TextField::Verdict;
}

/// "queued, processing or failed expected", unless it is one of them.
template <typename Words> std::optional<QString> expectedOf(const Words &words, QStringView word)
{
    if (isOneOf(words, word))
        return std::nullopt;
    QString text;
    for (size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? u""_s : i + 1 == words.size() ? u" or "_s : u", "_s) + words[i];
    return text + " expected"_L1;
}

} // namespace

std::optional<TextField> textFieldOf(QStringView name, Vocabulary vocabulary)
{
    const std::optional<TextField> field = lookUp(textFields, name);
    return field && isThere(*field, vocabulary) ? field : std::nullopt;
}

std::optional<NumberField> numberFieldOf(QStringView name)
{
    return lookUp(numberFields, name);
}

QString fieldNames(Vocabulary vocabulary)
{
    QStringList names;
    for (const auto &[name, field] : textFields) {
        if (isThere(field, vocabulary))
            names.append(name);
    }
    for (const auto &[name, field] : numberFields)
        names.append(name);
    return names.join(", "_L1);
}

std::optional<QString> expectedInstead(TextField field, QStringView word)
{
    switch (field) {
    case TextField::Status:
        return expectedOf(statusWords, word);
    case TextField::Verdict:
        return expectedOf(verdictWords, word);
    case TextField::Database:
        return expectedOf(recordWords, word);
    case TextField::ComfyUi:
        return expectedOf(comfyWords, word);
    default:
        return std::nullopt;
    }
}

std::optional<ComparisonSign> comparisonSignAt(QStringView text)
{
    for (const auto &[sign, comparison] : signs) {
        if (text.startsWith(sign))
            return ComparisonSign{comparison, sign.size()};
    }
    return std::nullopt;
}

} // namespace emberwatch::filter
