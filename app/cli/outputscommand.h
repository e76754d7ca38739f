// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "app/cli/texttable.h"
#include "core/comfyui/outputfolder.h"
#include "core/comfyui/serverpool.h"
#include "core/jobs/jobstore.h"
#include "core/redis/topology.h"

#include <optional>

namespace emberwatch::cli {

/// One output of a job, and what became of it.
struct OutputRow
{
    comfyui::OutputFile file;
    int number = 1; ///< counts from 1, through all files of the job
    QString savedAs; ///< empty: it was not saved
    std::optional<qint64> size; ///< bytes, of a saved one
    QString error;
};

struct OutputsOptions
{
    PromptId id;
    comfyui::ServerAllowList allowed; ///< not empty
    std::optional<comfyui::OutputFolder> folder; ///< --save
};

/// emberwatch outputs: what a job has produced, as its server remembers it, and the files themselves.
class OutputsCommand : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] static CommandHelp help();
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);

    OutputsCommand(Settings settings, OutputsOptions options);
    void start() override;

private:
    void takeJob(const Result<JobReading> &reading);
    [[nodiscard]] Result<QStringList> serversOf(const Result<JobReading> &reading) const;
    void ask(const QStringList &servers);
    void takeHistory(const QString &server, const Result<std::optional<comfyui::HistoryEntry>> &entry);
    void showEntry();
    void showNothing();
    void saveNext();
    void takeFile(const Result<qint64> &size);
    void print(const OutputRow &row);
    void printAll();

    OutputsOptions m_options;
    redis::StandaloneTopology m_topology;
    JobStore m_store;
    comfyui::ServerPool m_pool;
    TextTable m_table;
    QStringList m_unanswered; ///< servers that have not answered yet
    QStringList m_without; ///< servers that do not know the job
    std::optional<Error> m_error; ///< of the first server that could not say
    QString m_server; ///< the one that knows the job
    comfyui::HistoryEntry m_entry;
    QList<OutputRow> m_rows;
    qsizetype m_next = 0;
    std::unique_ptr<comfyui::OutputFolder::Download> m_download;
    bool m_hasFailed = false;
    QObject m_answers; ///< receives them; goes first, so that what the pool cancels reaches nobody
};

} // namespace emberwatch::cli
