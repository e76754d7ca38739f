// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reportfile.h"

#include "core/triage/recoveryreportjson.h"
#include "core/triage/recoveryreportmarkdown.h"
#include "core/triage/recoveryreporttext.h"

#include <QFileInfo>
#include <QSaveFile>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

Result<ReportFormat> reportFormatOf(const QString &fileName)
{
    const QString extension = QFileInfo(fileName).suffix().toLower();
    if (extension == "txt"_L1)
        return ReportFormat::Text;
    if (extension == "json"_L1)
        return ReportFormat::Json;
    if (extension == "md"_L1)
        return ReportFormat::Markdown;
    return failure(Error::Kind::Invalid, u"a file that ends in .md, .json or .txt"_s);
}

Result<void> checkReportFile(const QString &fileName, bool isDryRun)
{
    if (fileName.isEmpty())
        return {};
    const Result<ReportFormat> format = reportFormatOf(fileName);
    if (!format)
        return failure(Error::Kind::Invalid, u"--report: "_s + format.error().message);
    if (isDryRun)
        return failure(Error::Kind::Invalid, u"--report: a dry run has nothing to report"_s);
    return {};
}

QByteArray reportText(const RecoveryReport &report, ReportFormat format)
{
    switch (format) {
    case ReportFormat::Json:
        return recoveryReportJson(report) + '\n';
    case ReportFormat::Markdown:
        return recoveryReportMarkdown(report).toUtf8();
    case ReportFormat::Text:
        break;
    }
    return recoveryReportText(report).toUtf8();
}

Result<void> writeReport(const QString &fileName, const QByteArray &text)
{
    QSaveFile file(fileName);
    const bool isWritten
        = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
    if (!isWritten)
        return failure(Error::Kind::Invalid, fileName + u": "_s + file.errorString());
    return {};
}

} // namespace emberwatch::cli
