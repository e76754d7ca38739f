// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/productionschema.h"

#include <QString>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

QString productionUser()
{
    return u"00000000-0000-0000-0000-0000000000aa"_s;
}

QStringList productionSchema()
{
    return {
        u"CREATE TYPE job_type AS ENUM ('image_generation', 'lora_training', 'face_swap', 'character_sheet', 'video')"_s,
        u"CREATE TYPE job_status AS ENUM ('queued', 'processing', 'completed', 'failed', 'cancelled')"_s,
        u"CREATE TABLE users (id uuid PRIMARY KEY)"_s,
        uR"(CREATE TABLE generation_jobs (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            character_id uuid,
            type job_type NOT NULL,
            status job_status NOT NULL DEFAULT 'queued',
            input jsonb NOT NULL,
            output jsonb,
            error text,
            retry_count integer DEFAULT 0,
            external_job_id text,
            external_provider text,
            started_at timestamp,
            completed_at timestamp,
            created_at timestamp NOT NULL DEFAULT now(),
            updated_at timestamp NOT NULL DEFAULT now()))"_s,
        u"INSERT INTO users VALUES ('%1')"_s.arg(productionUser()),
    };
}

} // namespace emberwatch::test
