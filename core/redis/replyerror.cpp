// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/replyerror.h"

#include <array>

namespace emberwatch::redis {

namespace {

using Kind = Error::Kind;

struct Meaning
{
    QByteArrayView text;
    Kind kind;
};

constexpr std::array meaningsOfWords{
    Meaning{"LOADING", Kind::Busy},
    Meaning{"BUSY", Kind::Busy},
    Meaning{"TRYAGAIN", Kind::Busy},
    Meaning{"CLUSTERDOWN", Kind::Busy},
    Meaning{"MASTERDOWN", Kind::Busy},
    Meaning{"READONLY", Kind::ReadOnly},
    Meaning{"MISCONF", Kind::ReadOnly},
    Meaning{"NOREPLICAS", Kind::ReadOnly},
    Meaning{"OOM", Kind::OutOfMemory},
    Meaning{"NOAUTH", Kind::Auth},
    Meaning{"WRONGPASS", Kind::Auth},
    Meaning{"NOPERM", Kind::Permission},
    Meaning{"DENIED", Kind::Permission},
    Meaning{"WRONGTYPE", Kind::Conflict},
};

constexpr std::array meaningsOfTexts{
    Meaning{"max number of clients", Kind::Busy},
    Meaning{"invalid password", Kind::Auth},
    Meaning{"can't run this command", Kind::Permission},
    Meaning{"can't access at least one of the keys", Kind::Permission},
    Meaning{"no permissions", Kind::Permission},
    Meaning{"unknown command", Kind::Permission},
    Meaning{"unknown subcommand", Kind::Permission},
};

Kind kindOfPlainError(QByteArrayView text)
{
    for (const Meaning &meaning : meaningsOfTexts) {
        if (text.contains(meaning.text))
            return meaning.kind;
    }
    return Kind::Invalid;
}

/// Redis before 7 wraps what a command inside a script answered:
/// "ERR Error running script (call to f_6b...): @user_script:3: @user_script: 3: -OOM command not allowed
/// ..."
QByteArrayView bareError(QByteArrayView text)
{
    const qsizetype wrapped = text.startsWith("ERR Error running script") ? text.indexOf(": -") : -1;
    return wrapped < 0 ? text : text.sliced(wrapped + 3);
}

Kind kindOf(QByteArrayView text)
{
    text = bareError(text);
    const qsizetype end = text.indexOf(' ');
    const QByteArrayView word = end < 0 ? text : text.first(end);
    for (const Meaning &meaning : meaningsOfWords) {
        if (word == meaning.text)
            return meaning.kind;
    }
    return word == "ERR" ? kindOfPlainError(text) : Kind::Invalid;
}

} // namespace

bool isReplicasRefusal(QByteArrayView text)
{
    return bareError(text).startsWith("READONLY ");
}

Error errorFromReply(QByteArrayView text)
{
    return {kindOf(text), QString::fromUtf8(text)};
}

Result<Reply::View> checked(Reply::View view)
{
    if (view.isError())
        return tl::make_unexpected(errorFromReply(view.bytes()));
    return view;
}

} // namespace emberwatch::redis
