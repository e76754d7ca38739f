// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/policyfile.h"

#include "core/config/configfile.h"
#include "core/filter/quantity.h"
#include "core/jobs/jobkey.h"

#include <QFileInfo>

#include <array>
#include <cmath>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds durationAtMost = std::chrono::hours(24 * 30);
constexpr QStringView typePrefix = u"type ";

struct LimitName
{
    QStringView key;
    Limit TypePolicy::*limit;
};

constexpr std::array limitNames{
    LimitName{u"age-limit", &TypePolicy::ageLimit},
    LimitName{u"silence-limit", &TypePolicy::silenceLimit},
    LimitName{u"stall-limit", &TypePolicy::stallLimit},
    LimitName{u"quiet-limit", &TypePolicy::quietLimit},
    LimitName{u"grace", &TypePolicy::grace},
};

/// Puts the settings of a file into a policy.
class Assembler
{
public:
    explicit Assembler(QString name)
        : m_name(std::move(name))
    {
    }

    [[nodiscard]] Result<Policy> assemble(const QList<ConfigLine> &lines)
    {
        // [default] first, wherever it stands: the types begin with what it says.
        for (const bool isType : {false, true}) {
            if (isType)
                beginTypes();
            for (const ConfigLine &line : lines) {
                if (line.section.startsWith(typePrefix) != isType)
                    continue;
                if (const Result<void> done = take(line); !done)
                    return tl::make_unexpected(done.error());
            }
        }
        return m_policy;
    }

private:
    void beginTypes()
    {
        const Policy standard = defaultPolicy();
        for (auto type = standard.types.begin(); type != standard.types.end(); ++type)
            m_policy.types.insert(type.key(), builtIn(*type));
    }

    /// What a built-in type says itself, and for the rest what the file says of all types.
    [[nodiscard]] TypePolicy builtIn(const TypePolicy &type) const
    {
        const TypePolicy plain;
        TypePolicy limits = m_policy.standard;
        limits.isLong = type.isLong;
        for (const LimitName &name : limitNames) {
            if (type.*name.limit != plain.*name.limit)
                limits.*name.limit = type.*name.limit;
        }
        return limits;
    }

    [[nodiscard]] Result<void> take(const ConfigLine &line)
    {
        if (line.section == u"policy"_s)
            return takeGeneral(line);
        if (line.section == u"default"_s)
            return takeLimit(line, m_policy.standard);
        if (line.section.startsWith(typePrefix))
            return takeOfType(line, line.section.mid(typePrefix.size()).trimmed());
        const QString known = u"the sections are [policy], [default] and [type NAME]"_s;
        return wrong(line,
            line.section.isEmpty() ? u"a setting outside of a section; "_s + known
                                   : u"unknown section %1; "_s.arg(quotedForMessage(line.section)) + known);
    }

    [[nodiscard]] Result<void> takeGeneral(const ConfigLine &line)
    {
        if (line.key == u"retention"_s)
            return takeDuration(line, m_policy.retention);
        if (line.key.startsWith(u"clean"_s))
            return takeCleaning(line, m_policy.cleaning);
        if (line.key != u"completion"_s)
            return wrong(line, unknownGeneral(line));
        if (line.value != u"write"_s && line.value != u"report"_s)
            return wrong(line, u"completion is write or report, not %1"_s.arg(quotedForMessage(line.value)));
        m_policy.completion = line.value == u"write"_s ? CompletionPolicy::Write : CompletionPolicy::Report;
        m_policy.completionFrom = placeText(m_name, line.line);
        return {};
    }

    [[nodiscard]] static QString unknownGeneral(const ConfigLine &line)
    {
        return u"unknown setting %1; [policy] has completion, retention, clean, clean-every and clean-at-most"_s
            .arg(quotedForMessage(line.key));
    }

    [[nodiscard]] Result<void> takeCleaning(const ConfigLine &line, CleaningPolicy &cleaning)
    {
        if (line.key == u"clean"_s) {
            const auto mode = cleaningModeFromWord(line.value.toUtf8());
            if (!mode)
                return wrong(
                    line, u"clean is off, report or apply, not %1"_s.arg(quotedForMessage(line.value)));
            cleaning.mode = *mode;
            return {};
        }
        if (line.key == u"clean-every"_s) {
            Limit every;
            const Result<void> taken = takeDuration(line, every);
            cleaning.every = every.value;
            if (taken && cleaning.every < std::chrono::seconds(1))
                return wrong(line, u"clean-every is at least one second"_s);
            return taken;
        }
        if (line.key != u"clean-at-most"_s)
            return wrong(line, unknownGeneral(line));
        bool isNumber = false;
        cleaning.atMost = line.value.toInt(&isNumber);
        if (!isNumber || cleaning.atMost < 1)
            return wrong(
                line, u"clean-at-most is a number from 1 on, not %1"_s.arg(quotedForMessage(line.value)));
        return {};
    }

    [[nodiscard]] Result<void> takeOfType(const ConfigLine &line, const QString &type)
    {
        if (!m_policy.types.contains(type))
            m_policy.types.insert(type, m_policy.standard);
        return takeLimit(line, m_policy.types[type]);
    }

    [[nodiscard]] Result<void> takeLimit(const ConfigLine &line, TypePolicy &limits)
    {
        if (line.key == u"long"_s)
            return takeBoolean(line, limits.isLong);
        for (const LimitName &name : limitNames) {
            if (line.key == name.key)
                return takeDuration(line, limits.*name.limit);
        }
        return wrong(line,
            u"unknown setting %1; a type has long, age-limit, silence-limit, stall-limit, quiet-limit and grace"_s
                .arg(quotedForMessage(line.key)));
    }

    [[nodiscard]] Result<void> takeBoolean(const ConfigLine &line, bool &value)
    {
        const bool isYes = line.value == u"yes"_s || line.value == u"true"_s;
        const bool isNo = line.value == u"no"_s || line.value == u"false"_s;
        if (!isYes && !isNo)
            return wrong(line, u"%1 is yes or no, not %2"_s.arg(line.key, quotedForMessage(line.value)));
        value = isYes;
        return {};
    }

    [[nodiscard]] Result<void> takeDuration(const ConfigLine &line, Limit &limit)
    {
        QString text = line.value;
        text.remove(u' ');
        const std::optional<double> milliseconds = filter::parseDuration(text);
        if (!milliseconds)
            return wrong(line,
                u"%1 is a duration such as 90s, 10m or 1h30m, not %2"_s.arg(
                    line.key, quotedForMessage(line.value)));
        const double most = static_cast<double>(durationAtMost.count());
        if (!(*milliseconds >= 1) || *milliseconds > most)
            return wrong(line, u"%1 is greater than zero and at most 30 days"_s.arg(line.key));
        const auto value = std::chrono::milliseconds(static_cast<qint64>(std::llround(*milliseconds)));
        limit = {value, LimitOrigin::File, placeText(m_name, line.line)};
        return {};
    }

    [[nodiscard]] tl::unexpected<Error> wrong(const ConfigLine &line, const QString &reason) const
    {
        return failure(Error::Kind::Parse, placeText(m_name, line.line) + u": "_s + reason);
    }

    QString m_name;
    Policy m_policy;
};

} // namespace

Result<Policy> parsePolicy(const QByteArray &text, const QString &name)
{
    const Result<QList<ConfigLine>> lines = parseConfigLines(text, name);
    if (!lines)
        return tl::make_unexpected(lines.error());
    return policyFrom(*lines, name);
}

Result<Policy> policyFrom(const QList<ConfigLine> &lines, const QString &name)
{
    return Assembler(name).assemble(lines);
}

Result<Policy> readPolicyFile(const QString &path)
{
    const Result<QByteArray> text = readConfigFile(path);
    if (!text)
        return tl::make_unexpected(text.error());
    return parsePolicy(*text, QFileInfo(path).fileName());
}

void overrideLimit(
    Policy &policy, Limit TypePolicy::*limit, std::chrono::milliseconds value, const QString &option)
{
    const Limit wanted{value, LimitOrigin::Option, option};
    policy.standard.*limit = wanted;
    for (TypePolicy &type : policy.types)
        type.*limit = wanted;
}

} // namespace emberwatch
