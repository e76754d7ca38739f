// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/finding.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

QByteArrayView wordOf(CommandRight::Answer answer)
{
    switch (answer) {
    case CommandRight::Answer::Granted:
        return "granted";
    case CommandRight::Answer::Denied:
        return "denied";
    case CommandRight::Answer::KeyDenied:
        return "keyDenied";
    case CommandRight::Answer::ChannelDenied:
        return "channelDenied";
    case CommandRight::Answer::Absent:
        return "absent";
    case CommandRight::Answer::Undecided:
        return "undecided";
    }
    return {};
}

QByteArrayView wordOf(DiagnosisStep step)
{
    switch (step) {
    case DiagnosisStep::Reach:
        return "reach";
    case DiagnosisStep::Tls:
        return "tls";
    case DiagnosisStep::SignIn:
        return "signIn";
    case DiagnosisStep::Server:
        return "server";
    case DiagnosisStep::Clock:
        return "clock";
    case DiagnosisStep::ReadJobs:
        return "readJobs";
    case DiagnosisStep::LiveUpdates:
        return "liveUpdates";
    case DiagnosisStep::ChangeJobs:
        return "changeJobs";
    case DiagnosisStep::Values:
        return "values";
    case DiagnosisStep::Expiry:
        return "expiry";
    }
    return {};
}

QString titleOf(DiagnosisStep step)
{
    switch (step) {
    case DiagnosisStep::Reach:
        return u"Reach"_s;
    case DiagnosisStep::Tls:
        return u"TLS"_s;
    case DiagnosisStep::SignIn:
        return u"Sign in"_s;
    case DiagnosisStep::Server:
        return u"Server"_s;
    case DiagnosisStep::Clock:
        return u"Clock"_s;
    case DiagnosisStep::ReadJobs:
        return u"Read jobs"_s;
    case DiagnosisStep::LiveUpdates:
        return u"Live updates"_s;
    case DiagnosisStep::ChangeJobs:
        return u"Change jobs"_s;
    case DiagnosisStep::Values:
        return u"Values"_s;
    case DiagnosisStep::Expiry:
        return u"Expiry"_s;
    }
    return {};
}

QByteArrayView wordOf(Finding::State state)
{
    switch (state) {
    case Finding::State::Ok:
        return "ok";
    case Finding::State::Off:
        return "off";
    case Finding::State::Warning:
        return "warning";
    case Finding::State::Problem:
        return "problem";
    case Finding::State::Unknown:
        return "unknown";
    }
    return {};
}

} // namespace emberwatch
