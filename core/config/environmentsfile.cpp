// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/environmentsfile.h"

#include "core/config/configfile.h"
#include "core/config/configlines.h"
#include "core/config/environmentsetting.h"
#include "core/config/mappingsection.h"
#include "core/config/policyfile.h"
#include "core/jobs/jobkey.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// [environment NAME PART], taken apart.
struct SectionName
{
    QString environment;
    QString part; ///< "", "records", "policy", "default", "type NAME"
};

std::optional<SectionName> sectionNameOf(const QString &section)
{
    static const QRegularExpression shape(
        u"^environment ([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?: (records|policy|default|type .+))?$"_s);
    const QRegularExpressionMatch match = shape.match(section);
    return match.hasMatch() ? std::optional(SectionName{match.captured(1), match.captured(2)}) : std::nullopt;
}

QString knownSections()
{
    return u"the sections are [environment NAME], [environment NAME records], [environment NAME policy], "
           "[environment NAME default] and [environment NAME type TYPE], and a name is of letters, digits, "
           "\".\", \"_\" and \"-\""_s;
}

/// The lines of one environment, by what they are for.
struct Parts
{
    ConfigSection section;
    QString name;
    QList<ConfigLine> settings;
    QList<ConfigLine> mapping;
    QList<ConfigLine> policy; ///< in sections as a policy file has them
};

class EnvironmentsReader
{
public:
    explicit EnvironmentsReader(QString file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] Result<QList<EnvironmentConfig>> read(const ConfigText &text)
    {
        if (const Result<void> done = takeSections(text.sections); !done)
            return tl::make_unexpected(done.error());
        for (const ConfigLine &line : text.lines) {
            if (const Result<void> done = takeLine(line); !done)
                return tl::make_unexpected(done.error());
        }
        QList<EnvironmentConfig> environments;
        for (const Parts &parts : std::as_const(m_parts)) {
            Result<EnvironmentConfig> environment = environmentOf(parts);
            if (!environment)
                return tl::make_unexpected(environment.error());
            environments.append(*std::move(environment));
        }
        return environments;
    }

private:
    [[nodiscard]] Parts *find(const QString &name)
    {
        const auto found = std::find_if(
            m_parts.begin(), m_parts.end(), [&name](const Parts &parts) { return parts.name == name; });
        return found == m_parts.end() ? nullptr : &*found;
    }

    [[nodiscard]] Result<void> takeSections(const QList<ConfigSection> &sections)
    {
        for (const ConfigSection &section : sections) {
            const std::optional<SectionName> name = sectionNameOf(section.name);
            if (!name)
                return wrong(section.line,
                    u"unknown section %1; "_s.arg(quotedForMessage(section.name)) + knownSections());
            if (name->part.isEmpty()) {
                if (const Result<void> done = checkUnlikeOthers(section, name->environment); !done)
                    return done;
                m_parts.append({section, name->environment, {}, {}, {}});
            }
        }
        for (const ConfigSection &section : sections) {
            const QString name = sectionNameOf(section.name)->environment;
            if (find(name) == nullptr)
                return wrong(section.line, u"there is no section [environment %1] for it"_s.arg(name));
        }
        return {};
    }

    /// The name is typed to confirm changes.
    [[nodiscard]] Result<void> checkUnlikeOthers(const ConfigSection &section, const QString &name) const
    {
        for (const Parts &other : m_parts) {
            if (other.name.compare(name, Qt::CaseInsensitive) == 0)
                return wrong(section.line,
                    u"%1 and %2 of line %3 differ in capital letters alone"_s.arg(
                        name, other.name, QString::number(other.section.line)));
        }
        return {};
    }

    [[nodiscard]] Result<void> takeLine(ConfigLine line)
    {
        const std::optional<SectionName> name = sectionNameOf(line.section);
        if (!name)
            return wrong(line.line, u"a setting outside of a section; "_s + knownSections());
        Parts &parts = *find(name->environment);
        line.section = name->part;
        if (name->part.isEmpty())
            parts.settings.append(line);
        else if (name->part == "records"_L1)
            parts.mapping.append(line);
        else
            parts.policy.append(line);
        return {};
    }

    [[nodiscard]] Result<EnvironmentConfig> environmentOf(const Parts &parts) const
    {
        EnvironmentConfig environment;
        environment.name = parts.name;
        for (const ConfigLine &line : parts.settings) {
            if (const Result<void> good = checkEnvironmentSetting(line.key, line.value); !good)
                return wrong(line.line, good.error().message);
            environment.settings.insert(line.key, placed(line));
        }
        for (const ConfigLine &line : parts.mapping)
            environment.mappingSettings.insert(line.key, placed(line));
        for (const ConfigLine &line : parts.policy)
            environment.policySettings.insert(line.section + u'.' + line.key, placed(line));
        const Result<SchemaMapping> mapping = mappingFrom(parts.mapping, m_file);
        if (!mapping)
            return tl::make_unexpected(mapping.error());
        environment.mapping = *mapping;
        if (!parts.policy.isEmpty()) {
            const Result<Policy> policy = policyFrom(parts.policy, m_file);
            if (!policy)
                return tl::make_unexpected(policy.error());
            environment.policy = *policy;
        }
        if (const Result<void> whole = checkWhole(parts); !whole)
            return tl::make_unexpected(whole.error());
        environment.environmentClass
            = environmentClassFromWord(environment.settings.value(u"class"_s).text).value();
        return environment;
    }

    /// What the settings of one environment say together.
    [[nodiscard]] Result<void> checkWhole(const Parts &parts) const
    {
        const auto lineOf = [](const QList<ConfigLine> &lines, QStringView key) -> const ConfigLine * {
            const auto found = std::find_if(
                lines.begin(), lines.end(), [key](const ConfigLine &line) { return line.key == key; });
            return found == lines.end() ? nullptr : &*found;
        };
        if (lineOf(parts.settings, u"class") == nullptr)
            return wrong(parts.section.line,
                u"%1 does not say its class: development, staging or production"_s.arg(parts.name));
        for (const auto &[one, other] :
            {std::pair(u"redis", u"redis-file"), std::pair(u"records", u"records-file")}) {
            const ConfigLine *file = lineOf(parts.settings, other);
            if (file != nullptr && lineOf(parts.settings, one) != nullptr)
                return wrong(file->line, u"either %1 or %2"_s.arg(QStringView(one), QStringView(other)));
        }
        const ConfigLine *policyFile = lineOf(parts.settings, u"policy");
        if (policyFile != nullptr && !parts.policy.isEmpty())
            return wrong(policyFile->line,
                u"either a policy file or sections of limits (line %1)"_s.arg(parts.policy.first().line));
        const ConfigLine *completion = lineOf(parts.settings, u"records.completion");
        const ConfigLine *again = lineOf(parts.policy, u"completion");
        if (completion != nullptr && again != nullptr)
            return wrong(again->line,
                u"completion is set already, by records.completion in line %1"_s.arg(completion->line));
        const ConfigLine *write = lineOf(parts.settings, u"agent.write");
        const bool mayWrite = write != nullptr && write->value == "yes"_L1;
        if (mayWrite && lineOf(parts.settings, u"agent.write-reason") == nullptr)
            return wrong(write->line, u"agent.write needs a reason: agent.write-reason"_s);
        return {};
    }

    [[nodiscard]] PlacedText placed(const ConfigLine &line) const
    {
        return {line.value, placeText(m_file, line.line)};
    }

    [[nodiscard]] tl::unexpected<Error> wrong(int line, const QString &reason) const
    {
        return failure(Error::Kind::Parse, placeText(m_file, line) + u": "_s + reason);
    }

    QString m_file;
    QList<Parts> m_parts;
};

QStringList namesOf(const QList<EnvironmentConfig> &environments)
{
    QStringList names;
    for (const EnvironmentConfig &environment : environments)
        names.append(environment.name);
    return names;
}

} // namespace

Result<QList<EnvironmentConfig>> parseEnvironments(const QByteArray &text, const QString &name)
{
    const Result<ConfigText> config = parseConfigText(text, name);
    if (!config)
        return tl::make_unexpected(config.error());
    return EnvironmentsReader(name).read(*config);
}

Result<QList<EnvironmentConfig>> readEnvironments(const QString &path)
{
    const Result<QByteArray> text = readConfigFile(path);
    if (!text)
        return tl::make_unexpected(text.error());
    const QFileInfo file(path);
    Result<QList<EnvironmentConfig>> environments = parseEnvironments(*text, file.fileName());
    if (!environments)
        return failure(environments.error().kind, file.absolutePath() + u'/' + environments.error().message);
    for (EnvironmentConfig &environment : *environments)
        environment.folder = file.absolutePath();
    return environments;
}

Result<EnvironmentConfig> readEnvironment(const QString &path, const QString &name)
{
    const Result<QList<EnvironmentConfig>> environments = readEnvironments(path);
    if (!environments)
        return tl::make_unexpected(environments.error());
    const auto found = std::find_if(environments->begin(), environments->end(),
        [&name](const EnvironmentConfig &environment) { return environment.name == name; });
    if (found != environments->end())
        return *found;
    const QString there
        = environments->isEmpty() ? u"it has none"_s : u"it has "_s + namesOf(*environments).join(u", "_s);
    return failure(
        Error::Kind::NotFound, u"%1 has no environment %2; %3"_s.arg(path, quotedForMessage(name), there));
}

QString defaultEnvironmentsPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/emberwatch/environments.conf"_s;
}

} // namespace emberwatch
