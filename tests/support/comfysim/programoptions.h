// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/behaviour.h"
#include "tests/support/comfysim/settings.h"

#include <QStringList>

namespace emberwatch::comfysim {

/// The command line of emberwatch-comfysim.
struct ProgramOptions
{
    quint16 port = 0; ///< 0: any free one
    quint16 controlPort = 0;
    Behaviour behaviour;
    Settings settings;
    QByteArray prefix;
    QString script;
    bool endsWithParent = false;
    bool isHelp = false;
    QByteArray text; ///< the help, or what is wrong; null: all is well

    [[nodiscard]] static ProgramOptions parse(const QStringList &arguments);
};

} // namespace emberwatch::comfysim
