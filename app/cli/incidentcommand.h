// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "core/operations/incidentmaterial.h"

#include <memory>
#include <optional>

namespace emberwatch::cli {

enum class IncidentFormat : quint8
{
    Text,
    Json,
    Markdown,
    Html
};

struct IncidentOptions
{
    IncidentWish wish;
    IncidentFormat format = IncidentFormat::Text;
    QString file; ///< empty: standard output
    std::optional<RecordsAddress> records; ///< nullopt: they are not asked
    SchemaMapping mapping;
};

/// emberwatch report: tells the incidents of a span of time.
class IncidentCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    IncidentCommand(Settings settings, IncidentOptions options);
    void start() override;

private:
    void take(const Result<IncidentMaterial> &material);

    IncidentOptions m_options;
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    QObject m_answers;
};

} // namespace emberwatch::cli
