// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/incidentreport.h"
#include "core/operations/reportdocument.h"

namespace emberwatch {

/// The report for people: what was found, done, left and why, by whom, and whom it concerned.
[[nodiscard]] ReportDocument incidentDocument(const IncidentReport &report);

/// For programs: one line of JSON, exact (docs/json.md, "report").
[[nodiscard]] QByteArray incidentReportJson(const IncidentReport &report);

} // namespace emberwatch
