// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/filter/node.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace emberwatch::filter {

/// The words of the filter language. Names of fields and statuses are the same in upper and lower case.

[[nodiscard]] std::optional<TextField> textFieldOf(QStringView name);
[[nodiscard]] std::optional<NumberField> numberFieldOf(QStringView name);
/// What a reader of the documentation may try, and what this version does not answer yet.
[[nodiscard]] bool isLaterField(QStringView name);
/// All fields that there are, for messages.
[[nodiscard]] QString fieldNames();

/// The status of a value that is no job.
inline constexpr char unreadableWord[] = "unreadable";
/// The words of JobStatus, and "unreadable".
[[nodiscard]] bool isStatusWord(QStringView word);

struct ComparisonSign
{
    Comparison comparison = Comparison::Equal;
    qsizetype length = 0;
};
/// The longest sign that the text begins with; nullopt if there is none.
[[nodiscard]] std::optional<ComparisonSign> comparisonSignAt(QStringView text);

} // namespace emberwatch::filter
