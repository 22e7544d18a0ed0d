/*
 * A worker that can share no file counts for itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/metrics.h"

static const char *name_of(int index)
{
    return index == 0 ? "first" : "second";
}

static void a_worker_alone_counts_from_its_start_on(void **state)
{
    const struct metric_names names = {.count = 2, .name = name_of};
    char *text = NULL;
    size_t size;
    (void)state;
    metric_count(METRIC_LOG_LOSSES, 0);
    metric_set(METRIC_CONNECTIONS, 0, 7);
    metric_observe(METRIC_STAGE_SECONDS, STAGE_HASH, 1);
    metrics_end();
    metrics_start("/nonexistent/metrics", names, names);
    metric_count(METRIC_REQUESTS, 1);
    metric_set(METRIC_CONNECTIONS, 0, 3);
    metric_observe(METRIC_STAGE_SECONDS, STAGE_HASH, UINT64_C(3600) * 1000000);
    FILE *out = open_memstream(&text, &size);
    metrics_print(out);
    assert_int_equal(fclose(out), 0);
    assert_non_null(strstr(text, "prefd_log_losses_total 0\n"));
    assert_non_null(strstr(text, "prefd_connections 3\n"));
    assert_non_null(strstr(text, "{route=\"first\",status=\"second\"} 1\n"));
    assert_null(strstr(text, "{route=\"second\",status=\"second\"}"));
    assert_non_null(strstr(text, "{stage=\"hash\",le=\"10\"} 0\n"));
    assert_non_null(strstr(text, "{stage=\"hash\",le=\"+Inf\"} 1\n"));
    free(text);
    metrics_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worker_alone_counts_from_its_start_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
