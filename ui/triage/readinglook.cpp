// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/readinglook.h"

#include "ui/details/statuslook.h"

#include <QCoreApplication>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

ReadingLook ofStatus(JobStatus status)
{
    const StatusLook look = statusLook(status);
    return {look.word, look.icon, look.color};
}

QString percent(double progress)
{
    return Words::tr("%1 %").arg(static_cast<int>(progress));
}

ReadingLook noAnswer()
{
    return {Words::tr("no answer"), Icon::Question, &Colors::third};
}

ReadingLook running(const ComfyPass *pass)
{
    const QString word = Words::tr("running");
    return {pass && pass->progress ? word + u' ' + percent(*pass->progress) : word, Icon::Processing,
        &Colors::processing};
}

ReadingLook pending(const ComfyPass *pass)
{
    return {pass && pass->queuePosition ? Words::tr("waiting, place %1").arg(*pass->queuePosition)
                                        : Words::tr("waiting"),
        Icon::Queued, &Colors::queued};
}

ReadingLook doneOk(const ComfyEvidence &comfy)
{
    return {comfy.outputs ? Words::tr("done, %n output(s)", nullptr, comfy.outputCount) : Words::tr("done"),
        Icon::Completed, &Colors::completed};
}

ReadingLook absent(const ComfyEvidence &comfy)
{
    return {comfy.first && comfy.second ? Words::tr("absent, asked twice") : Words::tr("absent, asked once"),
        Icon::Minus, &Colors::second};
}

} // namespace

ReadingLook lookOf(const RedisEvidence &redis)
{
    switch (redis.reading) {
    case RedisReading::Absent:
        return {Words::tr("no key"), Icon::Minus, &Colors::third};
    case RedisReading::Corrupt:
        return {Words::tr("corrupt"), Icon::Unreadable, &Colors::warning};
    case RedisReading::Unknown:
        return noAnswer();
    case RedisReading::Completed:
        return ofStatus(JobStatus::Completed);
    case RedisReading::Failed:
        return ofStatus(JobStatus::Failed);
    case RedisReading::Queued:
        return ofStatus(JobStatus::Queued);
    case RedisReading::Processing:
        break;
    }
    ReadingLook look = ofStatus(JobStatus::Processing);
    if (redis.progress)
        look.text += u' ' + percent(*redis.progress);
    return look;
}

ReadingLook lookOf(const RecordEvidence &record)
{
    switch (record.reading) {
    case RecordReading::Absent:
        return {record.isStatedAbsent ? Words::tr("none here") : Words::tr("no record"), Icon::Minus,
            &Colors::third};
    case RecordReading::SeveralRows:
        return {Words::tr("%n record(s)", nullptr, record.rows), Icon::Unreadable, &Colors::warning};
    case RecordReading::Unknown:
        return noAnswer();
    case RecordReading::Queued:
        return ofStatus(JobStatus::Queued);
    case RecordReading::Processing:
        return ofStatus(JobStatus::Processing);
    case RecordReading::Completed:
        return ofStatus(JobStatus::Completed);
    case RecordReading::Failed:
        return ofStatus(JobStatus::Failed);
    case RecordReading::Cancelled:
        break;
    }
    return {Words::tr("cancelled"), Icon::Close, &Colors::second};
}

ReadingLook lookOf(const ComfyEvidence &comfy, const ComfyWitness &witness)
{
    const ComfyPass *pass = tellingPass(comfy, witness);
    switch (witness.reading) {
    case ComfyReading::Pending:
        return pending(pass);
    case ComfyReading::Running:
        return running(pass);
    case ComfyReading::DoneOk:
        return doneOk(comfy);
    case ComfyReading::DoneError:
        return {Words::tr("ended with an error"), Icon::Failed, &Colors::failed};
    case ComfyReading::Interrupted:
        return {Words::tr("interrupted"), Icon::Close, &Colors::second};
    case ComfyReading::Absent:
        return absent(comfy);
    case ComfyReading::Unknown:
        break;
    }
    return pass ? noAnswer() : ReadingLook{Words::tr("not asked"), Icon::Question, &Colors::third};
}

const ComfyPass *tellingPass(const ComfyEvidence &comfy, const ComfyWitness &witness)
{
    for (const std::optional<ComfyPass> *pass : {&comfy.second, &comfy.first}) {
        if (*pass && (*pass)->reading == witness.reading)
            return &**pass;
    }
    return comfy.second ? &*comfy.second : comfy.first ? &*comfy.first : nullptr;
}

} // namespace emberwatch
