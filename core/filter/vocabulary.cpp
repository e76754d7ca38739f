// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/vocabulary.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace emberwatch::filter {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<QLatin1StringView, TextField>, 5> textFields{{
    {"status"_L1, TextField::Status},
    {"type"_L1, TextField::Type},
    {"user"_L1, TextField::User},
    {"server"_L1, TextField::Server},
    {"id"_L1, TextField::Id},
}};
constexpr std::array<std::pair<QLatin1StringView, NumberField>, 4> numberFields{{
    {"age"_L1, NumberField::Age},
    {"silence"_L1, NumberField::Silence},
    {"ttl"_L1, NumberField::Ttl},
    {"progress"_L1, NumberField::Progress},
}};
constexpr std::array laterFields{"verdict"_L1, "db"_L1, "comfyui"_L1};
constexpr std::array statusWords{"queued"_L1, "processing"_L1, "completed"_L1, "failed"_L1,
    QLatin1StringView(unreadableWord, sizeof unreadableWord - 1)};
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

} // namespace

std::optional<TextField> textFieldOf(QStringView name)
{
    return lookUp(textFields, name);
}

std::optional<NumberField> numberFieldOf(QStringView name)
{
    return lookUp(numberFields, name);
}

bool isLaterField(QStringView name)
{
    return isOneOf(laterFields, name);
}

QString fieldNames()
{
    QStringList names;
    for (const auto &[name, field] : textFields)
        names.append(name);
    for (const auto &[name, field] : numberFields)
        names.append(name);
    return names.join(", "_L1);
}

bool isStatusWord(QStringView word)
{
    return isOneOf(statusWords, word);
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
