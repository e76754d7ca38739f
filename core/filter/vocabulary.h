// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/filter/node.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace emberwatch::filter {

/// The words of the filter language. Names of fields and statuses are the same in upper and lower case.

[[nodiscard]] std::optional<TextField> textFieldOf(QStringView name, Vocabulary vocabulary);
[[nodiscard]] std::optional<NumberField> numberFieldOf(QStringView name);
/// All fields that there are, for messages.
[[nodiscard]] QString fieldNames(Vocabulary vocabulary);

/// The status of a value that is no job.
inline constexpr char unreadableWord[] = "unreadable";
/// What is expected in place of a word that the field cannot have; nullopt: it may.
[[nodiscard]] std::optional<QString> expectedInstead(TextField field, QStringView word);

struct ComparisonSign
{
    Comparison comparison = Comparison::Equal;
    qsizetype length = 0;
};
/// The longest sign that the text begins with; nullopt if there is none.
[[nodiscard]] std::optional<ComparisonSign> comparisonSignAt(QStringView text);

} // namespace emberwatch::filter
